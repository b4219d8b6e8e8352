// Made by scripts/generate.ts from the style and the script of this folder: the page's policy allows these alone.
export const hashes = {
  stylesheet: 'sha256-5SskyOxB3M045n7C4r8NPLO0T69XhieM3bidVN8tQnk=',
  script: 'sha256-7R4jj4Aq+ShviGr/rTusUUslppXwrWINK7PTph4owHw=',
} as const;
