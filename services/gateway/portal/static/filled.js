// What a request that is tried needs and nobody wants to type: a key of its own, and the version it changes.

const FIRST = '"1"';

function fresh() {
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  return `"${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")}"`;
}

export class Filled {
  constructor(base) {
    this.base = base;
    this.keys = new Map();  // each key that we filled in, and whether it was sent
    this.versions = new Map();  // the last ETag of each resource, by its path
  }

  // The document with its headers filled in, aimed at this gateway whatever public address it names.
  prepared(spec) {
    spec.servers = [{ url: this.base }];
    for (const path of Object.values(spec.paths)) {
      for (const operation of Object.values(path)) this.#fill(operation.parameters ?? []);
    }
    return spec;
  }

  #fill(parameters) {
    for (const parameter of parameters) {
      const name = parameter.name.toLowerCase();
      // an example of what may be left out is no reason to send it
      if (!parameter.required) {
        delete parameter.example;
        delete parameter.examples;
      }
      if (name === "idempotency-key") this.#set(parameter, this.#key());
      if (name === "if-match") this.#set(parameter, FIRST);
    }
  }

  #set(parameter, value) {
    delete parameter.examples;
    parameter.example = value;
  }

  #key() {
    const key = fresh();
    this.keys.set(key, false);
    return key;
  }

  // A key of ours is used once; one that somebody typed stays, to see what a retry is answered.
  sent(request) {
    for (const [name, value] of Object.entries(request.headers)) {
      if (name.toLowerCase() === "idempotency-key" && this.keys.has(value)) {
        const unused = this.keys.get(value) ? this.#key() : value;
        request.headers[name] = unused;
        this.keys.set(unused, true);
      }
      if (name.toLowerCase() === "if-match" && value === FIRST) {
        request.headers[name] = this.versions.get(this.#resource(request.url)) ?? FIRST;
      }
    }
    return request;
  }

  answered(response) {
    const { etag, location } = response.headers ?? {};
    if (etag) this.versions.set(location ? this.#path(location) : this.#resource(response.url), etag);
    return response;
  }

  // A step ends in a word behind the id (/{id}/awards) and changes what stands before it.
  #resource(url) {
    const path = this.#path(url);
    const known = /^(.*\/[0-9a-f-]{36})(\/[^/]*)?$/.exec(path);
    return known ? known[1] : path;
  }

  #path(url) {
    return new URL(url, location.href).pathname;
  }
}
