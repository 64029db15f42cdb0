"""What people do, in activities: each change is one transaction, with who asks and when."""
