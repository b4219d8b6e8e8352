/** A function that computes each answer once; `key` tells arguments apart. */
export const memo = <A, V>(make: (argument: A) => V, key: (argument: A) => unknown = (argument) => argument): ((argument: A) => V) => {
  const made = new Map<unknown, { readonly value: V }>();
  return (argument) => {
    const at = key(argument);
    const known = made.get(at);
    if (known) return known.value;
    const value = make(argument);
    made.set(at, { value });
    return value;
  };
};

/** A value that is computed when it is first asked for. */
export const once = <V>(make: () => V): (() => V) => {
  const made = memo(make);
  return () => made(undefined);
};
