// Command go-witness lets witnesses of other people meet ours, each unchanged:
//
//	go-witness add-log DB ORIGIN VKEY   has litewitness (filippo.io/torchwood) watch a log
//	go-witness submit URL OLD           asks a witness as transparency-dev's client does
//
// What is submitted comes on stdin as JSON, {"checkpoint": text, "proof": [base64]}; the answer goes to stdout as JSON.
package main

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"log"
	"net/http"
	"net/url"
	"os"
	"strconv"

	witness "github.com/transparency-dev/witness/client/http"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

func main() {
	log.SetFlags(0)
	switch args := os.Args[1:]; {
	case len(args) == 4 && args[0] == "add-log":
		addLog(args[1], args[2], args[3])
	case len(args) == 3 && args[0] == "submit":
		submit(args[1], args[2])
	default:
		log.Fatal("usage: go-witness add-log DB ORIGIN VKEY | go-witness submit URL OLD")
	}
}

// addLog is what witnessctl does; that one needs a module that not every mirror has.
func addLog(path, origin, vkey string) {
	db, err := sqlite.OpenConn(path, sqlite.OpenReadWrite)
	check(err)
	defer db.Close()
	empty := sha256.Sum256(nil)
	root := base64.StdEncoding.EncodeToString(empty[:])
	insert := func(query string, args ...any) {
		check(sqlitex.Execute(db, query, &sqlitex.ExecOptions{Args: args}))
	}
	insert("INSERT INTO log (origin, tree_size, tree_hash) VALUES (?, 0, ?)", origin, root)
	insert("INSERT INTO key (origin, key) VALUES (?, ?)", origin, vkey)
}

func submit(address, old string) {
	var request struct {
		Checkpoint string
		Proof      [][]byte
	}
	check(json.NewDecoder(os.Stdin).Decode(&request))
	target, err := url.Parse(address)
	check(err)
	size, err := strconv.ParseUint(old, 10, 64)
	check(err)
	client := witness.NewWitness(target, http.DefaultClient)
	body, latest, err := client.Update(context.Background(), size, []byte(request.Checkpoint), request.Proof)
	answer := map[string]any{"body": string(body), "size": latest}
	if err != nil {
		answer["error"] = err.Error()
	}
	check(json.NewEncoder(os.Stdout).Encode(answer))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
