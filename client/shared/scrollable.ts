/**
 * For areas that scroll: keyboard users can scroll only what they can focus (WCAG 2.2, success criterion 2.1.1), and
 * not every browser makes such areas focusable by itself.
 */
export const SCROLLABLE = { tabIndex: 0 } as const;
