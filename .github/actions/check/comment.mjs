// Keeps one comment on a pull request up to date. Where the token may not write, as in a pull request from a fork, that is said and nothing fails.
import { readFileSync } from 'node:fs';

const { env } = process;
const mark = `<!-- tenantscope ${(env.TENANTSCOPE_DIRECTORY || '.').replaceAll('-->', '')} -->`;

const pullRequest = () => JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, 'utf8')).pull_request?.number;

class Refused extends Error {}

const ask = async (path, method = 'GET', body = undefined) => {
  const response = await fetch(`${env.GITHUB_API_URL}/repos/${env.GITHUB_REPOSITORY}${path}`, {
    method,
    headers: { authorization: `Bearer ${env.TENANTSCOPE_TOKEN}`, accept: 'application/vnd.github+json', 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Refused(`GitHub answered ${response.status} to ${method} ${path}`);
  return response.json();
};

const page = 100;

/** The comment of an earlier run. */
const earlier = async (number) => {
  for (let n = 1; ; n += 1) {
    const comments = await ask(`/issues/${number}/comments?per_page=${page}&page=${n}`);
    const found = comments.find((c) => c.body?.startsWith(mark));
    if (found || comments.length < page) return found;
  }
};

const write = async (number) => {
  const body = `${mark}\n${readFileSync(env.TENANTSCOPE_COMMENT, 'utf8')}`;
  const found = await earlier(number);
  if (found) return found.body === body ? undefined : ask(`/issues/comments/${found.id}`, 'PATCH', { body });
  // Nothing was ever found: nobody is told so.
  return env.TENANTSCOPE_EXIT_CODE === '0' ? undefined : ask(`/issues/${number}/comments`, 'POST', { body });
};

const number = pullRequest();
try {
  if (number !== undefined) await write(number);
} catch (error) {
  if (!(error instanceof Refused) && error.name !== 'TypeError') throw error;
  console.log(`::notice title=tenantscope::The comment is not written: ${error.message}. The summary of the run says the same. A pull request from a fork may not write; elsewhere the job needs the permission pull-requests: write`);
}
