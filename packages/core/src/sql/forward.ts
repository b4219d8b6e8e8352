/** Migration tools that keep the way back in the same file: dbmate, goose, sql-migrate, node-pg-migrate. */
const wayBack = /^--[ \t]*(?:migrate:down|\+(?:goose|migrate)[ \t]+down|down migration)\b/im;

/** What a file of migrations does on the way forward. */
export const forwardPart = (text: string): string => text.slice(0, wayBack.exec(text)?.index);
