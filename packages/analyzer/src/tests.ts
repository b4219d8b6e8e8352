import type { ts } from '#compiler';

/** What a test does is no use of the product. */
export const isTest = (file: ts.SourceFile): boolean => /(\.|\/)(test|spec)\.|\/__tests__\//.test(file.fileName);
