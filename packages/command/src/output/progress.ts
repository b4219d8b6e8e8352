/** Shorter runs show nothing. */
const patience = 1000;

interface Progress {
  readonly report: (done: number, total: number) => void;
  readonly stop: () => void;
}

const silent: Progress = { report: () => undefined, stop: () => undefined };

const isWatched = (): boolean => process.stderr.isTTY && (process.env['CI'] ?? '') === '' && process.env['TERM'] !== 'dumb';

/** A bar on the standard error, for a person who waits more than a second. It changes no mode of the terminal, so Ctrl-C leaves none behind. */
export const openProgress = async (of = 'functions'): Promise<Progress> => {
  if (!isWatched()) return silent;
  const { default: cliProgress } = await import('cli-progress');
  const bar = new cliProgress.SingleBar({ format: `{bar} {value}/{total} ${of}`, clearOnComplete: true, hideCursor: false, linewrap: true, gracefulExit: false, stream: process.stderr });
  const opened = Date.now();
  let shown = false;
  return {
    report: (done, total) => {
      if (shown) bar.update(done);
      else if (Date.now() - opened > patience) {
        shown = true;
        bar.start(total, done);
      }
    },
    stop: () => {
      if (shown) bar.stop();
    },
  };
};

