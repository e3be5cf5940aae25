// Fetch a patient's Procedures, and retry as many first drafts do.
//
// What is wrong with it: the announced wait is not read, the body of a refused answer is not closed, so that each retry
// takes a new connection, and a 422 and a 401 are retried.
package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"time"
)

func main() {
	for attempt := 0; attempt < 12; attempt++ {
		request, err := http.NewRequest("GET", os.Getenv("FHIR_BASE_URL")+"/Procedure?_count=50", nil)
		if err != nil {
			panic(err)
		}
		request.Header.Set("Authorization", "Bearer "+os.Getenv("ACCESS_TOKEN"))
		answer, err := http.DefaultClient.Do(request)
		if err == nil && answer.StatusCode == http.StatusOK {
			var bundle struct{ Entry []json.RawMessage }
			if json.NewDecoder(answer.Body).Decode(&bundle) == nil {
				fmt.Println(len(bundle.Entry), "procedures")
				return
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	fmt.Fprintln(os.Stderr, "no data")
	os.Exit(1)
}
