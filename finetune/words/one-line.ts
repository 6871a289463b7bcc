/** Customers and their logs wrote it: line breaks and control characters would act on the terminal. */
export const oneLine = (text: string): string => text.replace(/[\s\p{Cc}\p{Cf}]+/gu, " ").trim();
