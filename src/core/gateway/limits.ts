/** API Gateway stores no answer that is larger. */
export const LARGEST_ENTRY_BYTES = 1_048_576
