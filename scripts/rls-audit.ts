// The command line from source, seen from the directory where the user stands (pnpm runs scripts in the workspace root).
const { INIT_CWD } = process.env;
if (INIT_CWD !== undefined) process.chdir(INIT_CWD);
await import('../packages/rls-auditor/src/main.ts');
