/** The text of a file, put into the program when it is built. */
declare module '*?raw' {
  const text: string
  export = text
}
