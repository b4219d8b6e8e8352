/** Names of the methods of the language's own values. The type of a member is slow to ask for: one of such a name is taken for no handle of a library. */
export const languageMethods: ReadonlySet<string> = new Set([String, Array, Map, Set, Promise, Date, Number, RegExp].flatMap((of) => Object.getOwnPropertyNames(of.prototype)));
