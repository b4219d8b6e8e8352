import { type App, textsOf } from './app.ts';
import { edited } from './edit.ts';
import { type Placed } from './pack.ts';

/** The application as it is, with its markers. */
export const marked = (app: App): ReadonlyMap<string, string> => new Map([...textsOf(app.source.directory), ...app.files.map((file) => [app.project.pathOf(file), file.text] as const)]);

/** The text of every file after the changes of one copy. */
export const filesAfter = (app: App, round: readonly Placed[]): ReadonlyMap<string, string> => {
  const edits = round.flatMap((p) => p.change.edits);
  const changed = app.files.flatMap((file) => {
    const own = edits.filter((e) => e.file === file);
    return own.length > 0 ? [[app.project.pathOf(file), edited(file, own) + app.source.ambient] as const] : [];
  });
  return new Map([...marked(app), ...changed]);
};
