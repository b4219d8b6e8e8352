import { param } from '@tenantscope/core';
import type { Type } from './scope.ts';

/** The parameters of every generated statement, told apart by their number. */
export const tenant = param({ key: '$1' });
export const tenants = param({ key: '$5' });
const stranger = param({ key: '$2' });
export const strangers = param({ key: '$6' });

/** A value of a request, by type. */
export const requested: Readonly<Record<Exclude<Type, 'bool' | 'other'>, typeof tenant>> = {
  uuid: stranger,
  int: param({ key: '$3' }),
  text: param({ key: '$4' }),
};

export const trustedKeys: readonly string[] = [tenant.key, tenants.key];

export const uuidType = { name: 'uuid', modifier: false, array: false } as const;
