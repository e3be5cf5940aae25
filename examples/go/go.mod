module example.org/procedures

go 1.21
