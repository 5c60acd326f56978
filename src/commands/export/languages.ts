/** Tools that keep stages in a language of their own. */
export const LANGUAGES = ['terraform', 'cloudformation'] as const
export type Language = (typeof LANGUAGES)[number]
