import { mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedConfiguration, generatedSources } from './generated.ts';

const seed = 1;

/** A project that is measured. */
export interface Measured {
  readonly name: string;
  readonly directory: string;
}

const compilerOptions = { strict: true, target: 'es2023', lib: ['es2023'], module: 'nodenext', types: [], skipLibCheck: true, noEmit: true };

/** Writes a product of about so many lines. */
export const generatedProject = (folder: string, lines: number): Measured => {
  const directory = join(folder, String(lines));
  mkdirSync(join(directory, 'src'), { recursive: true });
  mkdirSync(join(directory, 'node_modules'));
  // Its own directory for what a run keeps.
  for (const name of ['kysely', '@typescript']) symlinkSync(realpathSync(`packages/analyzer/node_modules/${name}`), join(directory, 'node_modules', name));
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ type: 'module' }));
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
  writeFileSync(join(directory, 'tenantscope.config.json'), JSON.stringify(generatedConfiguration));
  for (const [name, text] of generatedSources(lines, seed)) writeFileSync(join(directory, 'src', name), text);
  return { name: `${lines} generated lines`, directory };
};

/** Has something done while a file has another line at its end; Ctrl-C takes that back, too. */
export const whileEdited = async <T>(file: string, line: string, work: () => Promise<T>): Promise<T> => {
  const text = readFileSync(file);
  const restore = (): void => {
    writeFileSync(file, text);
  };
  process.once('exit', restore);
  try {
    writeFileSync(file, `${text.toString()}\n${line}\n`);
    return await work();
  } finally {
    restore();
    process.off('exit', restore);
  }
};
