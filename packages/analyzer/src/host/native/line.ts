import type { ChildProcess } from 'node:child_process';
import type { API } from '@typescript/native/sync';
import { NativeFailure } from './failure.ts';
import { Watchdog } from './watchdog.ts';

type Ask = (method: string, payload: never) => unknown;

/** What a version that we know has inside: each message goes through these. */
interface Channel {
  readonly child: Pick<ChildProcess, 'pid' | 'on'>;
  requestSync: Ask;
  requestBinarySync: Ask;
  writeTuple: (...parts: never[]) => void;
}

const isChannel = (found: unknown): found is Channel => {
  const { child, requestSync, requestBinarySync, writeTuple } = (found ?? {}) as Partial<Channel>;
  return [child?.on, requestSync, requestBinarySync, writeTuple].every((f) => typeof f === 'function');
};

const channelOf = (api: API): Channel => {
  const { channel } = (api as unknown as { readonly client?: { readonly channel?: unknown } }).client ?? {};
  if (!isChannel(channel)) throw new NativeFailure('its API is not one that is known');
  return channel;
};

const endOf = (dog: Watchdog, seconds: number, error: unknown): unknown => {
  if (dog.isOverdue) return new NativeFailure(`its process gave no answer for ${seconds} s, and was ended`);
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'EPIPE' || /unexpected EOF|exited|ended/i.test(message) ? new NativeFailure('its process ended before the run did', { cause: error }) : error;
};

/** Keeps an eye on the messages to the process: one that is not answered in time ends it, and after one whose answer was not read there is no other. */
export const watchLine = (api: API, patience: number): (() => void) => {
  const channel = channelOf(api);
  const { child } = channel;
  // What went wrong is told where it is asked something; an event that nobody hears would end this process.
  child.on('error', () => undefined);
  if (child.pid === undefined) throw new NativeFailure('its process could not be started');
  const dog = new Watchdog(child.pid, patience);
  const write = channel.writeTuple.bind(channel);
  channel.writeTuple = (...parts) => {
    dog.ask();
    write(...parts);
  };
  for (const name of ['requestSync', 'requestBinarySync'] as const) {
    const ask = channel[name].bind(channel);
    channel[name] = (method, payload) => {
      // A stack that ran out between a question and its answer would have the next question take that answer for its own.
      if (dog.isOpen) throw new NativeFailure('an answer of its process was lost where the stack ran out');
      try {
        const answer = ask(method, payload);
        dog.answer();
        return answer;
      } catch (error) {
        throw endOf(dog, patience / 1000, error);
      }
    };
  }
  return () => { dog.stop(); };
};
