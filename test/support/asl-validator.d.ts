declare module 'asl-validator' {
  /** Writes defaults into what it is given. */
  export default function validate(definition: unknown): { readonly errors: readonly unknown[] }
}
