/** The parts of SARIF 2.1.0 that the reports of all commands have in common. */

type Level = 'error' | 'warning' | 'note' | 'none';

export interface SarifRule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription?: { readonly text: string };
  readonly help?: { readonly text: string; readonly markdown: string };
  readonly helpUri: string;
  readonly defaultConfiguration: { readonly level: Level };
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface SarifNotification {
  readonly level: Level;
  readonly message: { readonly text: string };
  readonly locations?: readonly unknown[];
}

export interface SarifRun {
  readonly tool: string;
  readonly version: string;
  readonly rules: readonly SarifRule[];
  readonly results: readonly unknown[];
  /** What could not be read is an error: the execution did not succeed. */
  readonly notifications: readonly SarifNotification[];
}

export const repository = 'https://github.com/tenantscope/tenantscope';

/** SARIF 2.1.0 of one run. */
export const sarifText = ({ tool, version, rules, results, notifications }: SarifRun): string =>
  `${JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: tool, version, informationUri: repository, rules } },
          columnKind: 'utf16CodeUnits',
          invocations: [{ executionSuccessful: notifications.every((n) => n.level !== 'error'), toolExecutionNotifications: notifications }],
          results,
        },
      ],
    },
    null,
    2,
  )}\n`;
