"""When what is advanced of an award: calculated by the terms of its scheme."""
