/** Whether a file is beside the product: of its tests, scripts or migrations. */
export const isAside = (file: string): boolean => /(^|\/)(tests?|__tests__|e2e[\w-]*|scripts?|seeds?|seeders?|migrations?|demo|examples?|fixtures?|support)\//i.test(`${file}/`) || /\.(test|spec)\./.test(file);

/** Whether a file serves requests, by its place. */
export const isServing = (file: string): boolean => /(^|\/)(routes?|routers?|api|handlers?|controllers?|services?|repositor(y|ies)|repos?|models?|pages|app|queries|trpc|graphql|resolvers?)\//i.test(file);
