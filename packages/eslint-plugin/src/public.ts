// ESLint's own types and those of typescript-eslint differ in details, as their versions do. These are what both take.
// They are types and not interfaces, so that they fit where any key is allowed.

type SharedRule = {
  readonly meta?: object;
  create: (context: unknown) => Record<string, () => void>;
};

type SharedConfig = {
  name: string;
  files: string[];
  rules?: object;
};

/** What a configuration file imports. */
export type Plugin = {
  readonly meta: { readonly name: string; readonly namespace: string; readonly version: string };
  readonly rules: Record<string, SharedRule>;
  readonly configs: Record<'recommended' | 'strict' | 'javascript' | 'rules', SharedConfig[]>;
};
