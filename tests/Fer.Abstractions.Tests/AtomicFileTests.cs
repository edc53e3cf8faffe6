using System.Text;

namespace Fer.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_made_with_its_folders_and_replaced()
    {
        string path = _folder.PathTo("a", "b", "file.txt");
        AtomicFile.WriteAllText(path, "first, longer");
        AtomicFile.WriteAllText(path, "zwölf");
        Assert.Equal(Encoding.UTF8.GetBytes("zwölf"), File.ReadAllBytes(path)); // no byte-order mark
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void A_path_without_folder_is_written_to_the_current_one()
    {
        string path = $"fer-test-{Guid.NewGuid():N}";
        try
        {
            AtomicFile.WriteAllBytes(path, [1, 2]);
            Assert.Equal([1, 2], File.ReadAllBytes(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_writer_that_fails_leaves_the_old_file_and_no_temporary()
    {
        string path = _folder.PathTo("file.txt");
        AtomicFile.WriteAllText(path, "old");
        Exception[] failures = [new InvalidOperationException(), new OperationCanceledException(), new DatasetException("no")];
        foreach (Exception failure in failures)
        {
            Exception error = Assert.Throws(failure.GetType(), () => AtomicFile.Write(path, stream =>
            {
                stream.Write("half of the n"u8);
                stream.Flush();
                throw failure;
            }));
            Assert.Same(failure, error);
        }

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["file.txt"], _folder.Entries);
    }

    [Fact]
    public void A_full_disk_leaves_the_old_file_and_names_the_path()
    {
        string path = _folder.PathTo("file.txt");
        AtomicFile.WriteAllText(path, "old");
        var full = new IOException("No space left on device.");
        FerException error = Assert.Throws<FerException>(() => AtomicFile.Write(path, _ => throw full));
        Assert.Same(full, error.InnerException);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(full.Message, error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["file.txt"], _folder.Entries);
    }

    [Fact]
    public void A_folder_in_its_place_is_an_error_that_leaves_the_folder()
    {
        Directory.CreateDirectory(_folder.PathTo("taken", "inner"));
        string path = _folder.PathTo("taken");
        FerException error = Assert.Throws<FerException>(() => AtomicFile.WriteAllText(path, "new"));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.True(Directory.Exists(_folder.PathTo("taken", "inner")));
        Assert.Equal(["taken"], _folder.Entries);
    }

    [Fact]
    public void A_file_where_a_folder_belongs_is_an_error()
    {
        AtomicFile.WriteAllText(_folder.PathTo("file"), "old");
        Assert.Throws<FerException>(() => AtomicFile.WriteAllText(_folder.PathTo("file", "below"), "new"));
        Assert.Equal("old", File.ReadAllText(_folder.PathTo("file")));
    }

    [Fact]
    public void Readers_see_the_old_file_until_the_new_one_is_whole()
    {
        string path = _folder.PathTo("file.txt");
        AtomicFile.WriteAllText(path, "old");
        AtomicFile.Write(path, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(path));
            Assert.Single(_folder.Entries, name => IsTemporaryName(name));
        });
        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void Writers_at_once_leave_one_whole_file_and_no_temporary()
    {
        string path = _folder.PathTo("file.bin");
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
            AtomicFile.Write(path, stream =>
            {
                var half = new byte[5_000];
                Array.Fill(half, (byte)i);
                stream.Write(half);
                stream.Flush();
                Thread.Yield();
                stream.Write(half);
            }));
        byte[] content = File.ReadAllBytes(path);
        Assert.Equal(10_000, content.Length);
        Assert.Single(content.Distinct());
        Assert.Equal(["file.bin"], _folder.Entries);
    }

    [Fact]
    public void A_writer_within_a_writer_of_the_same_file_does_not_disturb_it()
    {
        string path = _folder.PathTo("file.txt");
        AtomicFile.Write(path, stream =>
        {
            AtomicFile.WriteAllText(path, "inner");
            stream.Write("outer"u8);
        });
        Assert.Equal("outer", File.ReadAllText(path));
        Assert.Equal(["file.txt"], _folder.Entries);
    }

    private static bool IsTemporaryName(string name) =>
        name.Split('.') is ["file", "txt", var number, "tmp"] && int.TryParse(number, out _);
}
