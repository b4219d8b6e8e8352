import { createInterface } from 'node:readline';

/** Where questions are asked. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** Ctrl-C, or the end of the input, in answer to a question. */
export class Declined extends Error {
  override readonly name = 'Declined';
}

/** Questions and answers on one terminal. What is typed ahead answers the next question. */
export interface Dialogue {
  readonly say: (text: string) => void;
  readonly read: (question: string) => Promise<string>;
  readonly close: () => void;
}

interface Waiting {
  readonly resolve: (line: string) => void;
  readonly reject: (error: Declined) => void;
}

export const openDialogue = ({ input, output }: Terminal): Dialogue => {
  const lines = createInterface({ input, output, terminal: 'isTTY' in input && input.isTTY === true });
  const early: string[] = [];
  let waiting: Waiting | undefined;
  let ended = false;
  const end = (): void => {
    ended = true;
    waiting?.reject(new Declined('nothing was written'));
  };
  lines.on('line', (line) => {
    if (waiting) waiting.resolve(line);
    else early.push(line);
    waiting = undefined;
  });
  lines.on('SIGINT', end);
  lines.on('close', end);
  return {
    say: (text) => { output.write(text); },
    read: (question) =>
      new Promise((resolve, reject) => {
        output.write(question);
        const line = early.shift();
        if (line !== undefined) resolve(line);
        else if (ended) reject(new Declined('nothing was written'));
        else waiting = { resolve, reject };
      }),
    close: () => { lines.close(); },
  };
};
