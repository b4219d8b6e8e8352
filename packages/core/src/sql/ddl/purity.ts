import { isPureBuiltin } from '../../postgres/functions.ts';
import type { Body } from './body.ts';
import type { Catalog } from './catalog.ts';

/** Operators of PostgreSQL itself: one of that name made for other types changes nothing for its own. */
const ownOperators = new Set('= <> != < > <= >= + - * / % ^ || ~ !~ ~* !~* ~~ !~~ ~~* !~~* & | # << >> && @> <@ -> ->> #> #>> ? ?| ?& @@ @? |/ ||/ @ ^@ -|- &< &>'.split(' '));

const lastPart = (key: string): string => key.slice(key.lastIndexOf('.') + 1);

/** Which of the schema's functions, operators and casts only compute. */
export interface Purity {
  /** Keys of functions whose every overload depends on its arguments, the settings and the clock alone. */
  readonly functions: ReadonlySet<string>;
  /** Operators that may do anything, by name without the schema. */
  readonly operators: ReadonlySet<string>;
  readonly isPureFunction: (name: string) => boolean;
  readonly isPureBody: (body: Body) => boolean;
  /** The bodies of every function that a key may mean. */
  readonly bodiesOf: (key: string) => readonly Body[];
}

/** A name stands for a function of any schema: which one it means depends on the search path. */
const namesakes = (catalog: Catalog, name: string): readonly string[] =>
  [...catalog.functions.keys()].filter((key) => key === name || (name.startsWith('public.') ? key === lastPart(name) : !name.includes('.') && lastPart(key) === name));

export const purityOf = (catalog: Catalog): Purity => {
  // A namesake of one of PostgreSQL's own functions is never taken for pure: the prover knows some of these by name.
  const pure = new Set([...catalog.functions.keys()].filter((key) => !isPureBuiltin(lastPart(key))));
  const isPureFunction = (name: string): boolean => {
    const own = namesakes(catalog, name);
    return own.length > 0 ? own.every((key) => pure.has(key)) : isPureBuiltin(name) || name === 'current_setting';
  };
  const isPureOperator = (name: string): boolean => catalog.operators.every((o) => o.name !== name || isPureFunction(o.calls));
  const isPureCast = (type: string): boolean => catalog.casts.every((c) => c.target !== type || c.calls === undefined || isPureFunction(c.calls));
  const isPureCall = (call: string): boolean => {
    const [kind = '', name] = call.split(' ');
    if (name === undefined) return isPureFunction(kind);
    if (kind === 'field') return namesakes(catalog, name).every((key) => pure.has(key));
    return kind === 'operator' ? isPureOperator(name) : isPureCast(name);
  };
  const isPureBody = ({ calls }: Body): boolean => calls !== undefined && [...calls].every(isPureCall);
  for (let before = -1; before !== pure.size; ) {
    before = pure.size;
    for (const key of pure) if (![...(catalog.functions.get(key)?.values() ?? [])].every(isPureBody)) pure.delete(key);
  }
  const operators = new Set(catalog.operators.map((o) => o.name).filter((name) => !ownOperators.has(name) && !isPureOperator(name)));
  const bodiesOf = (name: string): readonly Body[] => namesakes(catalog, name).flatMap((key) => [...(catalog.functions.get(key)?.values() ?? [])]);
  return { functions: pure, operators, isPureFunction, isPureBody, bodiesOf };
};
