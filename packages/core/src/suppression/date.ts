const day = 86_400_000;

const timeOf = (date: string): number => Date.parse(`${date}T00:00:00Z`);

/** A day of the calendar as `YYYY-MM-DD`: 2027-02-30 is none. */
export const isDate = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = timeOf(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};

/** From one day to another; negative when the second is over. */
export const daysBetween = (from: string, to: string): number => Math.round((timeOf(to) - timeOf(from)) / day);
