// The gate judges the sample application. It is full of planted leaks, so findings (exit 1) are what a working gate gives.
import { spawn } from 'node:child_process';

const demo = spawn(process.execPath, ['--conditions=source', 'packages/cli/src/main.ts', 'check', 'fixtures/apps/orderly'], { stdio: 'inherit' });
demo.on('close', (code) => {
  if (code === 1) console.log('\nThe sample application leaks on purpose. In your own build this would have stopped the merge (exit 1).');
  process.exitCode = code === 1 ? 0 : (code ?? 1) || 1;
});
