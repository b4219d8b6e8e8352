import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

describe('exempt-login', () => {
  it('lists roles that the application is not', async () => {
    expect(await found('exempt-login', `${healthy} create role "The Loader" login bypassrls`)).toEqual(['info role The Loader: The Loader reaches the rows of every tenant']);
  });

  it.each([
    ['roles that cannot log in', 'create role loader nologin bypassrls'],
    ['the application, of which another check tells', 'alter role app_rw bypassrls'],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('exempt-login', healthy + sql)).toEqual([]);
  });
});
