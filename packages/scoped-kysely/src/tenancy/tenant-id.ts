import { refusal } from '../error.ts';

/** What a tenant column may hold. */
export type TenantValue = string | number | bigint;

/** Where a `TenantId` came from: a verified token, or a call of `mintTenantId` with its reason. */
export type TenantOrigin = { readonly kind: 'token' } | { readonly kind: 'mint'; readonly reason: string };

/** Only this module has it: `tenant.constructor` is within reach of everyone. */
const key = Symbol('mint');

/** The value, read past anything that was put on the object. */
let readValue: (candidate: unknown) => TenantValue | undefined;

/**
 * A tenant that was named by a verified token or minted with a reason. Any other object, whatever its type claims, is
 * refused at run time: the private field is the brand.
 */
class TenantId {
  readonly #value: TenantValue;
  readonly #origin: TenantOrigin;

  constructor(secret: typeof key, value: TenantValue, origin: TenantOrigin) {
    if (secret !== key) throw refusal('TENANT_ID', 'a TenantId is made by mintTenantId or a tenant verifier');
    this.#value = value;
    this.#origin = Object.freeze(origin);
    Object.freeze(this);
  }

  get value(): TenantValue {
    return this.#value;
  }

  get origin(): TenantOrigin {
    return this.#origin;
  }

  toString(): string {
    return String(this.#value);
  }

  toJSON(): string | number {
    return typeof this.#value === 'bigint' ? String(this.#value) : this.#value;
  }

  // The class is within reach through `tenant.constructor`: what reads the value must not be a member of it.
  static {
    readValue = (candidate) => (typeof candidate === 'object' && candidate !== null && #value in candidate ? candidate.#value : undefined);
  }
}

export type { TenantId };

const describe = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return value === '' ? 'an empty string' : typeof value;
};

/** Longer texts are no ids, and PostgreSQL's texts cannot hold NUL. */
const isTenantValue = (value: unknown): value is TenantValue =>
  typeof value === 'bigint' || (typeof value === 'number' ? Number.isSafeInteger(value) : typeof value === 'string' && value.trim() !== '' && value.length <= 256 && !value.includes('\0'));

const checked = (value: unknown, from: string): TenantValue => {
  if (!isTenantValue(value)) throw refusal('TENANT_VALUE', `${from} must be a non-empty string or an integer, not ${describe(value)}`);
  return value;
};

/**
 * The value of a minted `TenantId`.
 *
 * @throws ScopedKyselyError `TENANT_ID` for everything else: undefined, a string, a forged or cast object
 */
export const tenantValueOf = (tenant: unknown): TenantValue => {
  const value = readValue(tenant);
  if (value === undefined) throw refusal('TENANT_ID', `a TenantId is needed, not ${describe(tenant)}: it comes from a tenant verifier or from mintTenantId`);
  return value;
};

/**
 * Makes a `TenantId` without a token: for jobs, scripts and tests. The reason stays with it (`tenant.origin`).
 *
 * @example
 * const tenant = mintTenantId(job.tenantId, { reason: 'nightly invoices' });
 * @throws ScopedKyselyError `TENANT_VALUE`
 */
export const mintTenantId = (value: TenantValue, options: { readonly reason: string }): TenantId => {
  const reason = (options as { readonly reason?: unknown } | undefined)?.reason;
  if (typeof reason !== 'string' || reason.trim() === '') throw refusal('TENANT_VALUE', 'mintTenantId needs a reason: mintTenantId(id, { reason: "nightly invoices" })');
  return new TenantId(key, checked(value, 'a tenant'), { kind: 'mint', reason });
};

export interface TenantVerifierOptions<Claims> {
  /** Verifies signature, issuer, audience and expiry (for example with jose's `jwtVerify`), and throws when they do not hold. */
  readonly verify: (token: string) => Promise<Claims>;
  /** The tenant's claim. */
  readonly claim: keyof Claims & string;
}

export interface VerifiedTenant<Claims> {
  readonly tenant: TenantId;
  readonly claims: Claims;
}

/**
 * Makes the function that turns a token into a `TenantId`. `named` lists what else names the tenant (host, header, path):
 * each must equal the claim, none can replace it.
 *
 * @example
 * const verified = tenantVerifier({ verify: async (token) => (await jwtVerify(token, keys, checks)).payload, claim: 'tenant' });
 * const { tenant } = await verified(token, [request.headers['x-tenant']]);
 * @throws ScopedKyselyError `TENANT_VALUE`, `TENANT_MISMATCH`, and whatever `verify` throws
 */
export const tenantVerifier =
  <Claims extends object>({ verify, claim }: TenantVerifierOptions<Claims>) =>
  async (token: string, named: readonly (string | undefined)[] = []): Promise<VerifiedTenant<Claims>> => {
    const claims = await verify(token);
    const value = checked(claims[claim], `the claim ${claim}`);
    const other = named.find((name) => name !== undefined && name !== String(value));
    if (other !== undefined) throw refusal('TENANT_MISMATCH', `the token's tenant is not the one that the request names`);
    return { tenant: new TenantId(key, value, { kind: 'token' }), claims };
  };
