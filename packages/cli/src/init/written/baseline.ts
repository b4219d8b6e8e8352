/** The file in which `check` finds the findings that a project starts with. */
export const baselineName = 'tenantscope-baseline.json';
