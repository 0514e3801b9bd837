"""What is settled of an award (vaststelling): calculated by the terms of its scheme."""
