// Calls what linted texts export under this name, so that one file does not decide them.
import * as linted from './linted.ts';

/** @param {string} tenant */
export const call = (tenant) => /** @type {{ ordersOf?: (tenant: string) => unknown }} */ (linted).ordersOf?.(tenant);
