/** How a report can be printed. Apart from what prints it, which the command line need not load. */
export const formatNames = ['pretty', 'json', 'sarif', 'sarif-github', 'github', 'junit', 'html', 'markdown'] as const;

export type Format = (typeof formatNames)[number];
