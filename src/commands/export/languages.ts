/** Tools that keep stages in a language of their own. */
export const LANGUAGES = ['terraform', 'cloudformation', 'serverless'] as const
export type Language = (typeof LANGUAGES)[number]
