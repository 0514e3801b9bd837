"""The manifests of deploy/kustomize: what the code writes of them, how they are rendered, what must hold."""
