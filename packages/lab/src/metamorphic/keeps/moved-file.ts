import { type App } from '../app.ts';
import { type ProgramRewrite } from '../rewrite.ts';

/** What a configuration names by its file stays there. */
const isNamed = (path: string, app: App): boolean => {
  const { sources = [], guards = [] } = app.source.configuration.tenant ?? {};
  return [...sources, ...guards].some((reference) => reference.split('#')[0] === path);
};

const isMovable = (path: string, app: App): boolean => path.startsWith('src/') && !isNamed(path, app) && !/^src\/(auth|main)/.test(path);

/** Every file moves, and its old place exports what is there now. */
const rewrite: ProgramRewrite = {
  id: 'moved-file',
  effect: 'keeps',
  at: 'program',
  atLeast: 60,
  rewrite: (app) => {
    const moved = app.files.map((file) => ({ path: app.project.pathOf(file), text: file.text })).filter(({ path }) => isMovable(path, app));
    const files = moved.flatMap(({ path, text }) => {
      const place = path.replace(/\.ts$/, '.moved.ts');
      const name = place.split('/').at(-1) ?? '';
      return [[place, text], [path, `export * from './${name.replace(/\.ts$/, '.js')}';\n`]] as const;
    });
    return { files: new Map(files), applied: moved.length };
  },
};
export default rewrite;
