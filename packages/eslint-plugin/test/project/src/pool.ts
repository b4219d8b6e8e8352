// Tests lint other texts under this name.
export {};
