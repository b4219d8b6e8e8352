/** Says a thing once in a run; in an editor, where the same files are linted again and again, in every file for which it is true. */
export class Notices {
  readonly #saidIn = new Map<string, string>();
  readonly #seen = new Set<string>();
  #isEditor = false;

  /** A file that comes a second time: an editor's process. The text of a file is linted once in any other. */
  see(filename: string): void {
    if (this.#isEditor) return;
    this.#isEditor = this.#seen.has(filename);
    this.#seen.add(filename);
  }

  isDue(notice: string, filename: string): boolean {
    const first = this.#saidIn.get(notice) ?? filename;
    this.#saidIn.set(notice, first);
    return this.#isEditor || first === filename;
  }
}
