System.Console.WriteLine("larq");
