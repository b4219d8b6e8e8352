export * from './configuration/index.ts';
export { defineConfig } from './define.ts';
export { exitCode, type ExitCode, exitCodeOf } from './exit.ts';
export { openProgress } from './output/progress.ts';
export { styleFor } from './output/style.ts';
export { note, writeReport } from './output/write.ts';
export { loadParser } from './parser.ts';
export { runArguments, runProgram } from './run.ts';
export { type CheckedProject, fileIn, readVerdicts, textHash, writeVerdicts } from './verdicts.ts';
