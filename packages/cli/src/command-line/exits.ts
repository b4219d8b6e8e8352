/** How every gate ends. */
export const exits = `
Exit codes:
  0  clean: every query is proved to stay inside one tenant
  1  findings: a query is unscoped or unproven
  2  usage or configuration
  3  internal error, or incomplete: something could not be read`;
