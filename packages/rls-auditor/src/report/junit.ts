import { escaped } from '@tenantscope/core';
import type { Check, Finding } from '../checks/check.ts';
import type { AuditReport, DatabaseReport } from './report.ts';

const failure = ({ severity, object, message, why, fix }: Finding): string =>
  `      <failure type="${severity}" message="${escaped(`${object.kind} ${object.name}: ${message}`)}">${escaped(`${why}${fix === undefined ? '' : `\n${fix}`}`)}</failure>`;

/** A test case a check: it fails for each error and warning of that check. */
const caseOf = (check: Check, { name, findings }: DatabaseReport): string => {
  const own = findings.filter((f) => f.rule === check.id && f.severity !== 'info');
  const head = `    <testcase classname="${escaped(name)}" name="${escaped(`${check.id}: ${check.title}`)}"`;
  return own.length === 0 ? `${head}/>` : [`${head}>`, ...own.map(failure), '    </testcase>'].join('\n');
};

const unread = ({ name, incomplete }: DatabaseReport): readonly string[] =>
  incomplete.map((i) => `    <testcase classname="${escaped(name)}" name="the database is read"><error message="${escaped(i.message)}"/></testcase>`);

const suite = (d: DatabaseReport, checks: readonly Check[]): string => {
  // Of a database that was not read no check has passed.
  const cases = d.server === null ? [] : checks.map((c) => caseOf(c, d));
  const failures = checks.filter((c) => d.findings.some((f) => f.rule === c.id && f.severity !== 'info')).length;
  const all = [...cases, ...unread(d)];
  return [`  <testsuite name="${escaped(d.name)}" tests="${String(all.length)}" failures="${String(failures)}" errors="${String(d.incomplete.length)}">`, ...all, '  </testsuite>'].join('\n');
};

/** JUnit's XML, for the test reports of CI systems. */
export const renderJunit = ({ databases }: AuditReport, checks: readonly Check[]): string =>
  ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites name="rls-audit">', ...databases.map((d) => suite(d, checks)), '</testsuites>', ''].join('\n');
