import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

describe('predefined-role', () => {
  it.each([
    ['files', 'grant pg_read_server_files to app_rw', ['error role app_rw: app_rw can read the files of every database on the server']],
    ['programs, through another role', 'create role crew; grant pg_execute_server_program to crew; grant crew to app_rw', ['error role app_rw: app_rw can run programs on the server']],
    ['programs, through SET ROLE', 'create role crew; grant pg_write_server_files to crew; grant crew to app_rw with inherit false', ['error role app_rw: app_rw can overwrite the files of every database on the server']],
    ['statements of others', 'grant pg_read_all_stats to app_rw', ['warning role app_rw: app_rw can read the statements of all sessions, with the values in them']],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('predefined-role', healthy + sql)).toEqual(findings);
  });

  it.each([
    ['roles that row security still holds for', 'grant pg_read_all_data, pg_write_all_data to app_rw'],
    ['other roles', 'create role operator; grant pg_read_server_files to operator'],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('predefined-role', healthy + sql)).toEqual([]);
  });
});
