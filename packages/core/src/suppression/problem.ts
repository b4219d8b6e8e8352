/** What is wrong with a suppression; whatever it is, it suppresses nothing. */
export interface SuppressionProblem {
  readonly kind: 'malformed' | 'unknown-rule' | 'unknown-category' | 'no-reason' | 'invalid-date' | 'expired' | 'unused';
  readonly message: string;
  readonly why: string;
}

export const suppressionForm = '// tenantscope-allow <rule> <category>: <reason> (until YYYY-MM-DD, owner)';

const messages: Readonly<Record<SuppressionProblem['kind'], string>> = {
  malformed: 'this suppression cannot be read, so it suppresses nothing',
  'unknown-rule': 'this suppression names no rule, so it suppresses nothing',
  'unknown-category': 'this suppression names no category, so it suppresses nothing',
  'no-reason': 'this suppression gives no reason, so it suppresses nothing',
  'invalid-date': 'this suppression ends on no date, so it suppresses nothing',
  expired: 'this suppression has expired, so it suppresses nothing',
  unused: 'this suppression suppresses nothing',
};

export const suppressionProblem = (kind: SuppressionProblem['kind'], why: string): SuppressionProblem => ({ kind, message: messages[kind], why });
