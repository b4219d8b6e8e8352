import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { type Variant, variants } from './generated.ts';
import { median } from './rounds.ts';

const rounds = 2;

/** Where an editor is asked, behind what was typed. */
const places = [".selectFrom('", ".select('", ".where('", ".innerJoin('", ".orderBy('", '.set((eb) => ({ ', '.values({ ', '.whereRef(\''];

interface Editor {
  /** The milliseconds until the completions after a place, once the file was edited. */
  readonly complete: (position: number) => number;
  readonly positions: readonly number[];
}

const positionsIn = (text: string): readonly number[] =>
  places.flatMap((place) => {
    const found: number[] = [];
    for (let at = text.indexOf(place); at >= 0; at = text.indexOf(place, at + 1)) found.push(at + place.length);
    return found.slice(0, 5);
  });

const openEditor = (folder: string, variant: Variant, options: ts.CompilerOptions): Editor => {
  const path = join(folder, `${variant}.ts`);
  const text = readFileSync(path, 'utf8');
  let version = 0;
  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => options,
    getScriptFileNames: () => [path],
    getScriptVersion: (name) => (name === path ? String(version) : '0'),
    // Each version is another text: a comment at the end changes, as the file does while one types.
    getScriptSnapshot: (name) => {
      const content = name === path ? `${text}// ${version}\n` : ts.sys.readFile(name);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => folder,
    getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
    fileExists: (name) => ts.sys.fileExists(name),
    readFile: (name) => ts.sys.readFile(name),
    realpath: (name) => ts.sys.realpath?.(name) ?? name,
  };
  const service = ts.createLanguageService(host);
  return {
    positions: positionsIn(text),
    complete: (position) => {
      version += 1;
      const started = performance.now();
      const completions = service.getCompletionsAtPosition(path, position, {});
      const took = performance.now() - started;
      if (!completions || completions.entries.length === 0) throw new Error(`no completions in ${variant} after ${text.slice(Math.max(0, position - 60), position)}`);
      return took;
    },
  };
};

/** The median time of a completion in each variant; they take turns, place by place. */
export const measureCompletions = (folder: string, compilerOptions: object): Readonly<Record<Variant, number>> => {
  const { options, errors } = ts.convertCompilerOptionsFromJson(compilerOptions, folder);
  if (errors.length > 0) throw new Error('the options of the compiler are wrong');
  const editors = variants.map((variant) => ({ editor: openEditor(folder, variant, options), times: [] as number[] }));
  for (let round = 0; round <= rounds; round += 1) {
    const many = Math.min(...editors.map(({ editor }) => editor.positions.length));
    for (let place = 0; place < many; place += 1) {
      for (const { editor, times } of editors) {
        const took = editor.complete(editor.positions[place] ?? 0);
        if (round > 0) times.push(took);
      }
    }
  }
  const [ours = 0, byHand = 0, bare = 0] = editors.map(({ times }) => median(times));
  return { ours, byHand, bare };
};
