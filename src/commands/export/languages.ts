/** Tools that keep stages in a language of their own. */
export const LANGUAGES = ['terraform'] as const
export type Language = (typeof LANGUAGES)[number]
