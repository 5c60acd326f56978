/** API Gateway stores no answer above this. */
export const LARGEST_ENTRY_BYTES = 1_048_576
