import { fromMigrations } from './migrations.ts';
import { fromSnapshot } from './snapshot-file.ts';
import type { Subject } from './subject.ts';
import { fromUrl } from './url.ts';

/** A database by what its name looks like: a URL, a snapshot in JSON, else SQL files. */
export const subjectOf = (name: string): Subject => {
  if (/^[a-z]+:\/\//i.test(name)) return fromUrl(name);
  return name.endsWith('.json') ? fromSnapshot(name) : fromMigrations([name]);
};
