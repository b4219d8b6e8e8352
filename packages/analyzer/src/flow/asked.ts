import type { ts } from 'ts-morph';
import type { TypeHost } from '../host/type-host.ts';

type Question<N extends ts.Node, T> = (host: TypeHost, node: N) => T;

/** A question about a node that each host is asked once. */
export const askedOnce = <N extends ts.Node, T>(ask: Question<N, T>): Question<N, T> => {
  const byHost = new WeakMap<TypeHost, Map<N, T>>();
  return (host, node) => {
    let answers = byHost.get(host);
    if (!answers) byHost.set(host, (answers = new Map<N, T>()));
    const known = answers.get(node);
    if (known !== undefined || answers.has(node)) return known as T;
    const answer = ask(host, node);
    answers.set(node, answer);
    return answer;
  };
};
