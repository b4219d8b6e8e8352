/** `tenantscope.config.*`, as the design page defines it. Every key is optional. */
export interface Configuration {
  readonly tenant?:
    | {
        readonly column?: string | { readonly default: string; readonly overrides?: Readonly<Record<string, string>> | undefined } | undefined;
        readonly root?: string | undefined;
        readonly types?: readonly string[] | undefined;
        readonly sources?: readonly string[] | undefined;
        readonly guards?: readonly string[] | undefined;
        readonly provenance?: 'callers' | 'names' | undefined;
        readonly setting?: string | undefined;
        readonly functions?: readonly string[] | undefined;
        readonly members?: readonly string[] | undefined;
      }
    | undefined;
  readonly tables?:
    | {
        readonly shared?: readonly string[] | undefined;
        readonly via?: Readonly<Record<string, string>> | undefined;
        readonly public?: Readonly<Record<string, string>> | undefined;
      }
    | undefined;
  readonly naming?: 'camelCase' | undefined;
  readonly schema?:
    | { readonly types?: string | undefined; readonly migrations?: string | readonly string[] | undefined; readonly snapshot?: string | undefined }
    | undefined;
  readonly database?: { readonly runtimeRoles?: readonly string[] | undefined } | undefined;
}
