/** How the parts of a report are dressed: colours on a terminal, nothing in a file. */
export interface Style {
  readonly place: (text: string) => string;
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly good: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly strong: (text: string) => string;
}

const same = (text: string): string => text;

export const plain: Style = { place: same, error: same, warning: same, good: same, faint: same, strong: same };
