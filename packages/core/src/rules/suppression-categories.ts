/** What a suppression may be for, and what each means. */
export const suppressionCategories = {
  'system-job': 'a job of the system works on the rows of all tenants, and no tenant sees the result',
  admin: "staff of the operator look after tenants' rows, behind a check of their own",
  migration: 'code that runs once, to move or fill rows',
  'public-data': 'the rows are for everybody, and the configuration cannot say so',
  test: 'a test or a tool for tests, which no customer reaches',
  'false-positive': 'the query stays inside one tenant for a reason that the proof does not see',
  'accepted-risk': 'it does not, and somebody answers for that',
} as const;

export type SuppressionCategory = keyof typeof suppressionCategories;

export const isSuppressionCategory = (name: string): name is SuppressionCategory => Object.hasOwn(suppressionCategories, name);
